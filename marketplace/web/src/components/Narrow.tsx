import { Container, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** A page that is one short form. */
export function Narrow({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · Chandler`);
  return (
    <Container size={440} px={0} py="xl">
      <Paper withBorder p="xl" radius="lg">
        <Stack>
          <Title order={1} size="h3">
            {title}
          </Title>
          {hint && <Text c="dimmed">{hint}</Text>}
          {children}
        </Stack>
      </Paper>
    </Container>
  );
}
