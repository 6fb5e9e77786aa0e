import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ComponentType } from 'react';

/** Draws a component whose code is fetched when it is first shown; meanwhile its room is kept free. */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, height: number): ComponentType<P> {
  const Loaded = lazy(load);
  return function Later(props: P) {
    return (
      <Suspense fallback={<Skeleton height={height} />}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

export const YamlEditor = later(() => import('./editor/YamlEditor'), 240);
export const MergeEditor = later(() => import('./editor/MergeEditor'), 320);
export const ParameterForm = later(() => import('./parameters/ParameterForm'), 240);
