import { types } from '../records/codes.js';
import { usageError } from './command-error.js';
import { optionList } from './option-table.js';

/**
 * The completion of a shell, as a script for it; `words` are those after `completion`.
 *
 * Throws {@link CommandError} with exit code 64 for another shell.
 */
export function completionScript(words: readonly string[]): string {
  const [shell, ...rest] = words;
  const write = Object.hasOwn(scripts, shell ?? '') && rest.length === 0 ? scripts[shell ?? ''] : undefined;
  if (write !== undefined) return write();
  throw usageError('"completion" takes bash, zsh or fish (as a name it is written "completion.")');
}

const scripts: Readonly<Record<string, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

type Option = (typeof optionList)[number];

const typeWords = Object.keys(types).join(' ');

function bashScript(): string {
  const cases = optionList
    .filter((option) => option.type === 'string')
    .map((option) => `    ${flags(option).join('|')}) ${bashValue(option)} ;;`);
  return `# bash completion for rxdns; load it with: source <(rxdns completion bash)
_rxdns_list() {
  local head=
  [[ $cur == *,* ]] && head=\${cur%,*},
  COMPREPLY=($(compgen -P "$head" -W "$1" -- "\${cur##*,}"))
}
_rxdns() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  # "=" is a word of its own here.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  case $prev in
${cases.join('\n')}
    completion) COMPREPLY=($(compgen -W '${Object.keys(scripts).join(' ')}' -- "$cur")) ;;
    *)
      local words='${typeWords}'
      [[ $cur == -* ]] && words='${optionList.flatMap(flags).join(' ')}'
      ((COMP_CWORD == 1)) && words+=' completion watch wait'
      COMPREPLY=($(compgen -W "$words" -- "$cur"))
      ;;
  esac
}
complete -F _rxdns rxdns
`;
}

function bashValue({ offers, multiple }: Option): string {
  if (offers === undefined) return '';
  if (offers === 'files')
    return "compopt -o filenames 2>/dev/null; IFS=$'\\n' COMPREPLY=($(IFS=$'\\n'; compgen -f -- \"$cur\"))";
  const words = offers === 'types' ? typeWords : offers.join(' ');
  return multiple === true ? `_rxdns_list '${words}'` : `COMPREPLY=($(compgen -W '${words}' -- "$cur"))`;
}

function zshScript(): string {
  const specs = optionList.map(zshSpec);
  return `#compdef rxdns
# zsh completion for rxdns; write it to a file _rxdns in a folder of $fpath, or load it with: source <(rxdns completion zsh)
_rxdns() {
  local -a types=(${typeWords})
  if [[ $words[2] == completion ]]; then
    _values shell ${Object.keys(scripts).join(' ')}
    return
  fi
  _arguments -s \\
${specs.map((spec) => `    ${spec} \\\n`).join('')}    '*:name or type:($types completion watch wait)'
}
if [[ $funcstack[1] == _rxdns ]]; then _rxdns "$@"; else compdef _rxdns rxdns; fi
`;
}

function zshSpec(option: Option): string {
  const { value, offers, multiple } = option;
  const [long, short] = flags(option);
  const suffix = option.type === 'string' ? '=' : '';
  const names = short === undefined ? `${long}${suffix}` : `{${short}${suffix && '+'},${long}${suffix}}`;
  const exclusion = multiple === true ? '*' : `(${flags(option).join(' ')})`;
  const action =
    offers === 'files'
      ? '_files'
      : offers === 'types'
        ? '_sequence compadd - $types'
        : zshWords(offers, multiple);
  const message = value === undefined ? '' : `:${value}:${action}`;
  const text = `[${brief(option).replace(/[[\]:\\]/g, '\\$&')}]${message}`;
  return `${quote(exclusion)}${names}${quote(text)}`;
}

function zshWords(offers: readonly string[] | undefined, multiple: boolean | undefined): string {
  if (offers === undefined) return ' ';
  return multiple === true ? `_sequence compadd - ${offers.join(' ')}` : `(${offers.join(' ')})`;
}

function fishScript(): string {
  const lines = optionList.map((option) => {
    const short = option.short === undefined ? '' : ` -s ${option.short}`;
    return `complete -c rxdns${short} -l ${option.name}${fishValue(option)} -d ${quoteFish(brief(option))}`;
  });
  return `# fish completion for rxdns; write it to ~/.config/fish/completions/rxdns.fish
complete -c rxdns -f
complete -c rxdns -n __fish_is_first_token -a completion -d 'print a completion for a shell'
complete -c rxdns -n __fish_is_first_token -a watch -d 'print each change of a record set'
complete -c rxdns -n __fish_is_first_token -a wait -d 'wait until servers have a record'
complete -c rxdns -n '__fish_seen_subcommand_from completion' -a '${Object.keys(scripts).join(' ')}'
complete -c rxdns -n 'not __fish_seen_subcommand_from completion' -a '${typeWords}' -d type
${lines.join('\n')}
`;
}

function fishValue({ type, offers, multiple }: Option): string {
  if (type === 'boolean') return '';
  if (offers === undefined) return ' -x';
  if (offers === 'files') return ' -r -F';
  const words = offers === 'types' ? typeWords : offers.join(' ');
  // Fish lets several values stand behind commas when they are told so.
  return multiple === true ? ` -x -a '(__fish_append , ${words})'` : ` -x -a '${words}'`;
}

/** Long first; a shell offers both. */
function flags({ name, short }: Option): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

/** As much of the help as one line of a menu holds. */
function brief({ help }: Option): string {
  return help.split(/[;:] /)[0] ?? help;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function quoteFish(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
