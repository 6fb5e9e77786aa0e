import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  icon?: ReactNode;
  /** The page's actions; its next one is the one filled button. */
  children?: ReactNode;
}

/** The head of a page, and the title of the browser's tab. */
export function PageHeader({ title, description, icon, children }: Props) {
  useDocumentTitle(`${title} · Chandler`);
  return (
    <Group justify="space-between" align="flex-start" mb="lg">
      <Group gap="md" wrap="nowrap" align="flex-start" flex="1 1 20rem" miw={0}>
        {icon}
        <Stack gap={4}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {description && (
            <Text c="dimmed" component="div">
              {description}
            </Text>
          )}
        </Stack>
      </Group>
      {children && (
        <Group className="page-actions" gap="sm">
          {children}
        </Group>
      )}
    </Group>
  );
}
