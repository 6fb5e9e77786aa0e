import { json } from '@codemirror/lang-json';
import { markdown } from '@codemirror/lang-markdown';
import { yaml } from '@codemirror/lang-yaml';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from './codeTheme';

function language(name: string): Extension {
  if (/\.(ya?ml|tpl)$/.test(name)) return yaml();
  if (name.endsWith('.json')) return json();
  if (name.endsWith('.md')) return markdown();
  return [];
}

export default function Code({ text, name }: { text: string; name: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          language(name),
          codeTheme,
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ 'aria-label': name, tabindex: '0', role: 'textbox', 'aria-readonly': 'true', 'aria-multiline': 'true' }),
          EditorView.theme({ '&': { maxHeight: '32rem' } }),
        ],
      }),
    });
    return () => view.destroy();
  }, [text, name]);
  return <div ref={place} />;
}
