import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';

const Code = lazy(() => import('./Code'));

interface Props {
  text: string;
  /** The name of the file, for its language and for readers of the screen. */
  name: string;
}

/** A text file to read, with its syntax coloured. */
export function CodeView({ text, name }: Props) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <Code text={text} name={name} />
    </Suspense>
  );
}
