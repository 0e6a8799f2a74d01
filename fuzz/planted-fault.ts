import { check, type Target } from './target.js';

/** A fault that chance alone does not find: shows that the fuzzer learns from coverage, and notices. */
export const plantedFault: Target = {
  name: 'planted-fault',
  seeds: [new Uint8Array(3)],
  tokens: [],
  maxLength: 8,
  limit: 50,
  run(input) {
    if (input[0] !== 0x17) return;
    if (input[1] !== 0x2a) return;
    check(input[2] !== 0xd4, 'the planted fault was reached');
  },
};

/** An input that never ends: shows that such a one is told, too. */
export const plantedLoop: Target = {
  ...plantedFault,
  name: 'planted-loop',
  run(input) {
    while ((input[0] ?? 0) > 0x80) input[1] = 0;
  },
};
