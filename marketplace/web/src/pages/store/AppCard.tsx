import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { iconAddress, type StoreApp } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import { RelativeTime } from '../../components/RelativeTime';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';
import classes from './AppCard.module.css';

/** An app of the store: all of the card leads to its page, its name is the link. */
export function AppCard({ app: { id, details, workspace, latest, released, categoryName } }: { app: StoreApp }) {
  const t = useTexts(store);
  return (
    <Card withBorder h="100%" className={classes.card}>
      <Stack h="100%" gap="sm">
        <Group wrap="nowrap" align="flex-start">
          <AppIcon name={details.name} src={iconAddress(details.icon)} />
          <Stack gap={0} miw={0}>
            <Anchor component={Link} to={`/apps/${id}`} className={classes.link} fw={600} c="inherit" truncate>
              {details.name}
            </Anchor>
            <Text size="sm" c="dimmed" truncate>
              {details.maintainers?.[0] || workspace}
            </Text>
          </Stack>
        </Group>
        <Text size="sm" lineClamp={2} flex={1}>
          {details.summary}
        </Text>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {latest} · {categoryName || t('uncategorized')}
          </Text>
          <Text size="sm" c="dimmed">
            <RelativeTime time={released} />
          </Text>
        </Group>
      </Stack>
    </Card>
  );
}
