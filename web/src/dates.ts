// Dates as articles give them: a day, a month or a year (2024-09-01, 2024-09, 2024).

/** What one step of the time slider is. */
export type Step = "day" | "month" | "year";

const LENGTH = { day: 10, month: 7, year: 4 };

export function firstDay(date: string): string {
  return (date + "-01-01").slice(0, 10);
}

export function lastDay(date: string): string {
  if (date.length === 10) return date;
  const [year, month] = date.length === 4 ? [Number(date), 12] : date.split("-").map(Number);
  return `${date.slice(0, 4)}-${two(month)}-${two(new Date(Date.UTC(year, month, 0)).getUTCDate())}`;
}

/** The step at which a slider between two days has a useful number of places. */
export function stepFor(first: string, last: string): Step {
  const days = number(last, "day") - number(first, "day");
  return days <= 150 ? "day" : days <= 366 * 25 ? "month" : "year";
}

/** Number of the day, month or year that a date is in. */
export function number(date: string, step: Step): number {
  const [year, month, day] = firstDay(date).split("-").map(Number);
  if (step === "year") return year;
  if (step === "month") return year * 12 + month - 1;
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** The date of a number, as precise as the step. */
export function date(number: number, step: Step): string {
  if (step === "year") return String(number).padStart(4, "0");
  if (step === "month") return `${String(Math.floor(number / 12)).padStart(4, "0")}-${two((number % 12) + 1)}`;
  return new Date(number * 86_400_000).toISOString().slice(0, LENGTH.day);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 1 Sep 2024, Sep 2024 or 2024. */
export function inWords(date: string): string {
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

export function span(first?: string | null, last?: string | null): string {
  if (!first || !last || first === last) return inWords(first || last || "");
  return `${inWords(first)} to ${inWords(last)}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
