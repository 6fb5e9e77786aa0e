import { actions } from '../i18n/areas/actions';
import type { Translate } from '../i18n/language';

export type Action = keyof typeof actions.en;

/** All codes of the audit that have words. */
export const allActions = Object.keys(actions.en) as Action[];

/** What an audit's code means; a code that is not known here is shown as it is. */
export function actionWord(code: string, t: Translate<typeof actions.en>): string {
  return code in actions.en ? t(code as Action) : code;
}
