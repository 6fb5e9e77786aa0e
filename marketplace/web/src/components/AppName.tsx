import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { iconAddress } from '../api/hooks/store';
import { AppIcon } from './AppIcon';

interface Props {
  details: Schemas['Details'];
  /** Where its name leads. */
  to: string;
}

/** An app in a row of a table: icon, name, summary. */
export function AppName({ details: { name, summary, icon }, to }: Props) {
  return (
    <Group wrap="nowrap" gap="sm">
      <AppIcon name={name} src={iconAddress(icon)} size={36} />
      <Stack gap={0} miw={0}>
        <Anchor component={Link} to={to} fw={600}>
          {name}
        </Anchor>
        <Text size="sm" c="dimmed" lineClamp={1}>
          {summary}
        </Text>
      </Stack>
    </Group>
  );
}
