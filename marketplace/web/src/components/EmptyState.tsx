import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What to do next, in a sentence. */
  hint?: ReactNode;
  icon?: ReactNode;
  /** The button that does it. */
  children?: ReactNode;
}

/** What stands where there is nothing yet: that there is nothing, and what to do next. */
export function EmptyState({ title, hint, icon, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      {icon}
      <Title order={2} size="h4">
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" maw={480}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}
