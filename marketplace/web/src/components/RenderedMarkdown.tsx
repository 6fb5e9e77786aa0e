import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { useMemo } from 'react';

// The policy of the page lets no picture from elsewhere in; scripts, styles and forms have no place in a text.
const harmless = {
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'select', 'textarea', 'svg', 'math', 'img', 'picture', 'video', 'audio', 'dialog'],
  FORBID_ATTR: ['style', 'class', 'id', 'name'],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
};

/** Turns Markdown into HTML that only formats. Links open elsewhere and tell nothing of where they were. */
export function toHTML(text: string): string {
  const template = document.createElement('template');
  template.innerHTML = DOMPurify.sanitize(marked.parse(text, { async: false, gfm: true }), harmless);
  const body = template.content;
  for (const link of body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  for (const table of body.querySelectorAll('table, pre')) table.setAttribute('tabindex', '0'); // they scroll sideways
  return template.innerHTML;
}

export default function RenderedMarkdown({ text }: { text: string }) {
  const html = useMemo(() => toHTML(text), [text]);
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
