import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type ComponentPropsWithoutRef } from 'react';

type Props = Omit<ComponentPropsWithoutRef<'a'>, 'color' | 'style'> & { fw?: number };

/** A link to a page of the client, in the text. Its address and parameters are checked against routes.tsx. */
export const TextLink = createLink(
  forwardRef<HTMLAnchorElement, Props>(function TextLink({ fw = 600, ...props }, ref) {
    return <Anchor ref={ref} fw={fw} {...props} />;
  }),
);
