import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type ComponentPropsWithoutRef } from 'react';

type Props = ButtonProps & Omit<ComponentPropsWithoutRef<'a'>, keyof ButtonProps>;

/** A button that goes to a page of the client. Its address and parameters are checked against routes.tsx. */
export const LinkButton = createLink(
  forwardRef<HTMLAnchorElement, Props>(function LinkButton(props, ref) {
    return <Button component="a" ref={ref} {...props} />;
  }),
);
