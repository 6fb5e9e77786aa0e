import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Mark } from '../../values/draft';
import { basics, editing, reading, replace } from './setup';
import { diagnostics } from './YamlEditor';

export interface MergeEditorProps {
  /** What is now: only to be read. */
  left: string;
  leftLabel: string;
  right: string;
  rightLabel: string;
  marks: Mark[];
  /** One below the other, as there is no room for two columns. */
  narrow: boolean;
  onChange: (text: string) => void;
}

// Pale enough for the colours of the code to stay readable on them (WCAG AA).
const look = EditorView.theme({
  '.cm-changedLine': { backgroundColor: 'light-dark(#fff8e0, #33290f) !important' },
  '.cm-changedText': { background: 'light-dark(#ffefb8, #4a3a10) !important' },
  '.cm-insertedLine': { backgroundColor: 'light-dark(#eaf8ec, #15301d) !important' },
  '.cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'light-dark(#fff0f0, #3a1a1a) !important' },
  '.cm-deletedText': { background: 'none !important', textDecoration: 'line-through' },
});

/** Settings now and settings to be, side by side, with the differences marked. */
export default function MergeEditor(props: MergeEditorProps) {
  const { left, leftLabel, right, rightLabel, marks, narrow, onChange } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const tell = useRef(onChange);
  tell.current = onChange;
  const first = useRef(right);
  useEffect(() => {
    const parent = host.current ?? undefined;
    const mine = [basics(rightLabel), look, lintGutter(), editing((text) => tell.current(text))];
    if (narrow) {
      const original = unifiedMergeView({ original: left, mergeControls: false });
      const one = new EditorView({ state: EditorState.create({ doc: first.current, extensions: [mine, original] }), parent });
      view.current = one;
      return () => one.destroy();
    }
    const two = new MergeView({
      a: { doc: left, extensions: [basics(leftLabel), look, reading()] },
      b: { doc: first.current, extensions: mine },
      gutter: true,
      parent,
    });
    view.current = two.b;
    return () => two.destroy();
  }, [left, leftLabel, rightLabel, narrow]);
  useEffect(() => {
    first.current = right;
    if (view.current) replace(view.current, right);
  }, [right]);
  useEffect(() => {
    if (view.current) view.current.dispatch(setDiagnostics(view.current.state, diagnostics(marks, view.current.state.doc.length)));
  }, [marks, narrow, left]);
  return <div ref={host} className="merge-editor" />;
}
