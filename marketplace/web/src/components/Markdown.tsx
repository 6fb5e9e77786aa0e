import { Skeleton, Typography } from '@mantine/core';
import { lazy, Suspense } from 'react';

const Rendered = lazy(() => import('./RenderedMarkdown'));

/** Markdown that somebody wrote, as text with headings, lists, tables and links; its HTML is made harmless first. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Skeleton height={160} />}>
      <Typography className="markdown">
        <Rendered text={text} />
      </Typography>
    </Suspense>
  );
}
