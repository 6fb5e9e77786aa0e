import { instances } from '../../i18n/areas/instances';
import type { Translate } from '../../i18n/language';

const words = {
  install: 'kindInstall',
  settings: 'kindSettings',
  upgrade: 'kindUpgrade',
  retry: 'kindRetry',
  rollback: 'kindRollback',
} as const;

/** What a revision was made for, in a word. */
export function kindWord(kind: string, t: Translate<typeof instances.en>): string {
  return kind in words ? t(words[kind as keyof typeof words]) : kind;
}
