import { Typography } from '@mantine/core';
import { later } from '../lazy';

const Cleaned = later<{ html: string }>(() => import('./CleanedHtml'), 48);

/** What a package says above its settings. */
export function Help({ html }: { html: string }) {
  return (
    <Typography>
      <Cleaned html={html} />
    </Typography>
  );
}
