// Light or dark: as the system says, until someone chooses.
import { find } from './dom.mjs';

const system = matchMedia('(prefers-color-scheme: dark)');
const button = find('theme', HTMLButtonElement);

/**
 * Lets the button choose, and tells of each change of colours.
 * @param {() => void} onChange
 */
export function followTheme(onChange) {
  const apply = () => {
    const chosen = localStorage.getItem('theme');
    const dark = chosen === null ? system.matches : chosen === 'dark';
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    button.setAttribute('aria-checked', String(dark));
    onChange();
  };
  system.addEventListener('change', apply);
  button.addEventListener('click', () => {
    localStorage.setItem('theme', button.getAttribute('aria-checked') === 'true' ? 'light' : 'dark');
    apply();
  });
  apply();
}
