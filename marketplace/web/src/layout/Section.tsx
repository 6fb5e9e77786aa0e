import { NavLink, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';

/** A titled group of the navigation. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <Text id={id} size="xs" fw={600} c="dimmed" mt="md" mb={4} px="sm">
        {title}
      </Text>
      {children}
    </div>
  );
}

interface EntryProps {
  /** An address of routes.tsx. */
  to: string;
  label: string;
  icon: Icon;
  /** The pages below the address have entries of their own. */
  exact?: boolean;
}

/** One place to go to. It is marked while one is there. */
export function Entry({ to, label, icon: Picture, exact }: EntryProps) {
  const { pathname } = useLocation();
  const here = pathname === to || (!exact && pathname.startsWith(`${to}/`));
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      active={here}
      activeOptions={{ exact, includeSearch: false }}
      leftSection={<Picture size={18} stroke={1.6} aria-hidden />}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}
