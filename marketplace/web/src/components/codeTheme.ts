import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { nonce } from '../nonce';

const look = EditorView.theme({
  '&': {
    fontSize: '13px',
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: 'var(--mantine-radius-md)',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-gutters': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-dimmed)',
    borderRight: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(#0000000a, #ffffff0d)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'light-dark(#c5e8f0, #1d4a57) !important' },
});

// Each colour is readable on the page's background, light and dark (WCAG AA).
const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.heading], color: 'light-dark(#0b5c7a, #7cc7e0)' },
  { tag: [tags.string, tags.content], color: 'light-dark(#2f6b1f, #a5d68c)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'light-dark(#9a3412, #f0a878)' },
  { tag: [tags.comment, tags.meta], color: 'light-dark(#5b6470, #a0a8b3)' },
  { tag: [tags.keyword, tags.link, tags.url], color: 'light-dark(#6b2fa0, #cba6f7)' },
]);

/** How text editors and viewers look: the page's own colours, in both schemes. */
export const codeTheme: Extension = [look, syntaxHighlighting(colours), EditorView.cspNonce.of(nonce)];
