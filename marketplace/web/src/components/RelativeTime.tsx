import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language';
import type { Language } from '../i18n/messages';

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago a time was, in words: "3 hours ago", "now" below a minute. */
export function relative(time: Date, now: Date, language: Language): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? words.format(Math.trunc(seconds / unit[1]), unit[0]) : words.format(0, 'second');
}

/** A time as how long ago it was, with the exact one on hover. */
export function RelativeTime({ time }: { time?: string }) {
  const { language } = useLanguage();
  const now = useNow();
  if (!time) return null;
  const date = new Date(time);
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
  return (
    <Tooltip label={exact}>
      <time dateTime={time}>{relative(date, now, language)}</time>
    </Tooltip>
  );
}

/** The time, anew every half minute. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
