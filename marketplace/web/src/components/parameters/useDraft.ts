import { useMemo, useState } from 'react';
import { values as words } from '../../i18n/areas/values';
import { useTexts } from '../../i18n/language';
import { check, marksOf, type Fault } from '../../values/check';
import { apply, read, type Draft, type Mark, type Values } from '../../values/draft';
import type { Parameters } from '../../values/parameters';

export type Mode = 'form' | 'yaml';

/** Settings that are being edited, in whatever way, and what is wrong with them. */
export interface Editing {
  parameters: Parameters;
  draft: Draft;
  /** Absent while the text cannot be read. */
  values?: Values;
  /** What is wrong, by parameter. */
  faults: Record<string, string>;
  /** What is wrong, by place in the text. */
  marks: Mark[];
  /** Asks for what is missing, too, from now on, and says whether the settings can be sent. */
  attempt: () => boolean;
  mode: Mode;
  setMode: (mode: Mode) => void;
  setText: (text: string) => void;
  setValues: (values: Values) => void;
}

const nothing: Record<string, string> = {};

/** Keeps a draft. `said` are the server's words, by parameter. */
export function useDraft(parameters: Parameters, initial: Draft, said = nothing, first: Mode = 'form'): Editing {
  const [draft, setDraft] = useState(initial);
  const [mode, setMode] = useState<Mode>(first);
  const [attempted, setAttempted] = useState(false);
  const t = useTexts(words);
  const { values, marks } = useMemo(() => read(draft, (fault) => t(fault)), [draft, t]);
  const own = useMemo(() => (values ? check(parameters, values) : {}), [parameters, values]);
  const faults = useMemo(() => ({ ...said, ...inWords(attempted ? own : begun(own), t) }), [said, own, attempted, t]);
  return {
    parameters,
    draft,
    values,
    faults,
    marks: useMemo(() => (values ? marksOf(draft.text, faults) : marks), [values, draft.text, faults, marks]),
    attempt: () => {
      setAttempted(true);
      return values !== undefined && Object.keys(own).length === 0;
    },
    mode,
    setMode,
    setText: (text) => setDraft((now) => ({ ...now, text })),
    setValues: (next) => setDraft((now) => apply(now, next, parameters.secret)),
  };
}

/** What was begun: a field that is still empty is nobody's mistake before the form is sent. */
function begun(faults: Record<string, Fault>): Record<string, Fault> {
  return Object.fromEntries(Object.entries(faults).filter(([, { rule }]) => rule !== 'missing'));
}

function inWords(faults: Record<string, Fault>, t: ReturnType<typeof useTexts<typeof words.en>>): Record<string, string> {
  const say = (fault: Fault) => {
    switch (fault.rule) {
      case 'least':
      case 'most':
      case 'longest':
        return t(fault.rule, { limit: fault.limit });
      case 'choice':
        return t('choice', { choices: fault.choices });
      default:
        return t(fault.rule);
    }
  };
  return Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, say(fault)]));
}
