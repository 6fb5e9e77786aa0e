import { Problem } from '../api/problem';
import { common } from '../i18n/areas/common';
import { problems } from '../i18n/areas/problems';
import { useTexts } from '../i18n/language';

interface Description {
  title: string;
  /** What happened, and what to do. */
  details: string[];
  /** Messages by field. */
  fields: [string, string][];
  code?: string;
  /** What the server's log calls the request. */
  request?: string;
}

/** An error in words for people. Fields that show their message themselves are left out. */
export function useDescription(error: unknown, except: string[]): Description {
  const c = useTexts(common);
  const t = useTexts(problems);
  // A fetch that got no answer at all is a TypeError in every browser.
  if (error instanceof TypeError) return { title: c('unreachable'), details: [c('unreachableHint')], fields: [] };
  if (!(error instanceof Problem)) {
    return { title: c('unexpected'), details: error instanceof Error ? [error.message] : [c('unexpectedHint')], fields: [] };
  }
  const { code, detail, hint, title, request } = error.body;
  const known = [code, String(error.status)].find((key) => key && key in problems.en) as keyof typeof problems.en | undefined;
  const faults = Object.entries(error.byField());
  const fields = faults.filter(([field]) => !except.includes(field));
  const heading = known ? t(known) : (title ?? c('unexpected'));
  // All that is said stands at the fields already.
  if (faults.length > 0 && fields.length === 0) return { title: t('422'), details: [], fields };
  const details = [detail, hint].filter((text): text is string => Boolean(text));
  // The one fault is what the detail says.
  return { title: heading, details, fields: faults.length === 1 ? [] : fields, code, request };
}
