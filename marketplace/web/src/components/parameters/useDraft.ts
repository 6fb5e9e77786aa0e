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
  ready: boolean;
  mode: Mode;
  setMode: (mode: Mode) => void;
  setText: (text: string) => void;
  setValues: (values: Values) => void;
}

/** Keeps a draft. `said` are the server's words, by parameter. */
export function useDraft(parameters: Parameters, initial: Draft, said: Record<string, string> = {}): Editing {
  const [draft, setDraft] = useState(initial);
  const [mode, setMode] = useState<Mode>('form');
  const t = useTexts(words);
  const { values, marks } = useMemo(() => read(draft, (fault) => t(fault)), [draft, t]);
  const own = useMemo(() => inWords(values ? check(parameters, values) : {}, t), [parameters, values, t]);
  const faults = useMemo(() => ({ ...said, ...own }), [said, own]);
  return {
    parameters,
    draft,
    values,
    faults,
    marks: useMemo(() => (values ? marksOf(draft.text, faults) : marks), [values, draft.text, faults, marks]),
    ready: values !== undefined && Object.keys(own).length === 0,
    mode,
    setMode,
    setText: (text) => setDraft((now) => ({ ...now, text })),
    setValues: (next) => setDraft((now) => apply(now, next, parameters.secret)),
  };
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
