import { expect, it } from 'vitest';
import { PortBudget } from '../../src/observables/port-budget.js';

/** How many ports can be taken at a time, up to a bound. */
function drain(budget: PortBudget, now: number): number {
  let taken = 0;
  while (taken < 5000 && budget.take(now)) taken += 1;
  return taken;
}

it('has 1,000 ports at once', () => {
  expect(drain(new PortBudget(), 0)).toBe(1000);
});

it('has them whatever the clock says', () => {
  expect(drain(new PortBudget(), 1_700_000_000_000)).toBe(1000);
});

it('regains one a millisecond', () => {
  const budget = new PortBudget();
  drain(budget, 5000);
  expect([budget.take(5000), budget.take(5001), budget.take(5001)]).toStrictEqual([false, true, false]);
  expect(drain(budget, 5011)).toBe(10);
});

it('regains 1,000 at most', () => {
  const budget = new PortBudget();
  drain(budget, 0);
  expect(drain(budget, 3_600_000)).toBe(1000);
});

it('gains nothing from asking often, or from a clock that goes back', () => {
  const budget = new PortBudget();
  drain(budget, 1000);
  for (let n = 0; n < 100; n += 1) budget.take(1000.5);
  expect(budget.take(1000.5)).toBe(false);
  expect(budget.take(0)).toBe(false);
  expect(budget.take(1001)).toBe(true);
});

it('loses nothing to a clock that goes back', () => {
  const budget = new PortBudget();
  budget.take(5000);
  expect(drain(budget, 0)).toBe(999);
});

it('tells when it is used up', () => {
  const budget = new PortBudget();
  expect(budget.exhausted).toBe(false);
  drain(budget, 0);
  expect(budget.exhausted).toBe(true);
  budget.take(100);
  expect(budget.exhausted).toBe(false);
});
