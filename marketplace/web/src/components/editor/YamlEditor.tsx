import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Mark } from '../../values/draft';
import { basics, editing, replace } from './setup';

export interface YamlEditorProps {
  label: string;
  value: string;
  /** What is wrong, each at its place. */
  marks: Mark[];
  onChange: (text: string) => void;
}

/** An editor of YAML. It shows what is wrong at its line. */
export default function YamlEditor({ label, value, marks, onChange }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const tell = useRef(onChange);
  tell.current = onChange;
  const first = useRef(value);
  useEffect(() => {
    const extensions = [basics(label), lintGutter(), editing((text) => tell.current(text))];
    const state = EditorState.create({ doc: first.current, extensions });
    view.current = new EditorView({ state, parent: host.current ?? undefined });
    return () => view.current?.destroy();
  }, [label]);
  useEffect(() => {
    first.current = value;
    if (view.current) replace(view.current, value);
  }, [value]);
  useEffect(() => {
    if (view.current) view.current.dispatch(setDiagnostics(view.current.state, diagnostics(marks, view.current.state.doc.length)));
  }, [marks]);
  return <div ref={host} />;
}

/** A place at the end of the text has no width, and would not be seen. */
export function diagnostics(marks: Mark[], length: number) {
  return marks.map(({ from, to, message }) => ({
    from: Math.min(from, length),
    to: Math.min(Math.max(to, from), length),
    severity: 'error' as const,
    message,
  }));
}
