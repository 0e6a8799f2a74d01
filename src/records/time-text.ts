import { WireError } from './wire-error.js';

/** Seconds since 1970 as YYYYMMDDHHmmSS in UTC, as RRSIG prints them (RFC 4034 section 3.2). */
export function formatTime(seconds: number): string {
  const { year, month, day } = dateOf(Math.floor(seconds / 86_400));
  const second = seconds % 86_400;
  const time = [month, day, Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return String(year).padStart(4, '0') + time.map((part) => String(part).padStart(2, '0')).join('');
}

/** The seconds since 1970 that {@link formatTime} prints so, 32 bits. Throws {@link WireError} `EBADSTR`. */
export function parseTime(text: string): number {
  const date = {
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(4, 6)),
    day: Number(text.slice(6, 8)),
  };
  const [hour, minute, second] = [text.slice(8, 10), text.slice(10, 12), text.slice(12)].map(Number);
  const seconds = dayOf(date) * 86_400 + (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  // 31 April counts as 1 May, which prints differently.
  if (seconds >= 0 && seconds <= 0xffff_ffff && formatTime(seconds) === text) return seconds;
  throw new WireError('EBADSTR', `${JSON.stringify(text.slice(0, 100))} is not a time from 1970 to 2106`);
}

interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

// Years are counted from March: the leap day is then the last of its year, and months have 30.6 days.

/** Days from 1 March of the year 0 to 1 January 1970. */
const epoch = 719_468;
/** Days in 400 years of the Gregorian calendar. */
const daysPerCycle = 146_097;

function dayOf({ year, month, day }: CalendarDate): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return marchYear * 365 + leapDays + dayOfYear - epoch;
}

function dateOf(day: number): CalendarDate {
  const cycle = Math.floor((day + epoch) / daysPerCycle);
  const dayOfCycle = day + epoch - cycle * daysPerCycle;
  const leapDays =
    Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096);
  const yearOfCycle = Math.floor((dayOfCycle - leapDays) / 365);
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}
