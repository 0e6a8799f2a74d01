"""Asks questions through aiodns: one JSON object on standard input, an array of outcomes on standard output."""

import asyncio
import json
import sys

import aiodns


def plain(value):
    """The result as JSON has it: an object for its fields, octets as an array of numbers."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return list(value)
    if hasattr(value, '__slots__'):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    return value


async def outcome(resolver, question):
    method, *arguments = question['call']
    try:
        pending = getattr(resolver, method)(*arguments)
        if question.get('cancel'):
            asyncio.get_running_loop().call_later(0.2, resolver.cancel)
        return {'result': plain(await pending)}
    except aiodns.error.DNSError as error:
        return {'errno': error.args[0]}
    except Exception as error:
        return {'raised': type(error).__name__}


async def main(order):
    resolver = aiodns.DNSResolver(nameservers=['127.0.0.1'], **order['options'])
    return [await outcome(resolver, question) for question in order['questions']]


print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
