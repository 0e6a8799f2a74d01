/** What {@link contrastScript} finds. */
export interface Contrast {
  /** Elements with text that were looked at. */
  readonly looked: number;
  /** Class and text of those with too little contrast. */
  readonly low: readonly string[];
}

/** For the page to run: the texts whose contrast to their ground is below 4.5 (WCAG 2.2 section 1.4.3). */
export const contrastScript = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    const [, , , opacity = 1] = numbers(colour);
    return opacity > 0 ? colour : groundOf(element.parentElement);
  };
  const texts = [...document.body.querySelectorAll('*')].filter((element) =>
    element.getClientRects().length > 0 && element.getAttribute('aria-hidden') !== 'true' &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
  const low = texts.filter((element) => {
    const [dark, light] = [getComputedStyle(element).color, groundOf(element)].map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05) < 4.5;
  });
  return { looked: texts.length, low: low.map((element) => element.className + ' ' + element.textContent) };
})()`;
