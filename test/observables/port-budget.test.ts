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

it('regains one a millisecond, less an eighth for each query without', () => {
  const budget = new PortBudget();
  drain(budget, 5000);
  // Overdrawn by one eighth.
  expect([budget.take(5001), budget.take(5002), budget.take(5002)]).toStrictEqual([false, true, false]);
  expect(drain(budget, 5012)).toBe(10);
});

it.each([
  [900, 900],
  [1100, 986],
  [2000, 858],
  [4000, 572],
  [8000, 0],
  [30_000, 0],
])('at %i queries a second, gives about %i of them a port', (rate, ports) => {
  const budget = new PortBudget();
  let taken = 0;
  for (let query = 0; query < rate * 20; query += 1) {
    // The last ten seconds, when what was there at first is used up.
    if (budget.take((query / rate) * 1000) && query >= rate * 10) taken += 1;
  }
  expect(Math.abs(taken / 10 - ports)).toBeLessThanOrEqual(ports * 0.01 + 1);
});

it('is back a tenth of a second after the rush', () => {
  const budget = new PortBudget();
  for (let query = 0; query < 100_000; query += 1) budget.take(0);
  expect(budget.take(100)).toBe(false);
  expect(drain(budget, 200)).toBe(99);
});

it('regains 1,000 at most', () => {
  const budget = new PortBudget();
  drain(budget, 0);
  expect(drain(budget, 3_600_000)).toBe(1000);
});

it('gains nothing from asking often, or from a clock that goes back', () => {
  const budget = new PortBudget();
  drain(budget, 1000);
  for (let n = 0; n < 16; n += 1) expect(budget.take(1000 + n / 16)).toBe(false);
  expect(budget.take(0)).toBe(false);
  expect(budget.take(1002)).toBe(false);
  expect(budget.take(1004)).toBe(true);
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
