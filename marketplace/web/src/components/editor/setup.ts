import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { codeTheme } from '../codeTheme';

/** What every editor has. The Tab key goes on to the next field, as everywhere on the page. */
export function basics(label: string): Extension {
  return [
    EditorView.contentAttributes.of({ 'aria-label': label }),
    codeTheme,
    yaml(),
    lineNumbers(),
    EditorView.lineWrapping,
  ];
}

export function editing(onChange: (text: string) => void): Extension {
  return [
    history(),
    highlightActiveLine(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      if (docChanged && !transactions.some((t) => t.annotation(fromOutside))) onChange(state.doc.toString());
    }),
  ];
}

/** Text to read: it can be reached by keyboard and selected. */
export function reading(): Extension {
  return [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: '0' })];
}

const fromOutside = Annotation.define<boolean>();

/** Puts another text into an editor without telling that it was typed. */
export function replace(view: EditorView, text: string) {
  const now = view.state.doc.toString();
  if (now === text) return;
  view.dispatch({ changes: { from: 0, to: now.length, insert: text }, annotations: fromOutside.of(true) });
}
