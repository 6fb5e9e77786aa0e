import { Badge, Box, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useLive, type AppCondition, type Instance, type ObjectStatus } from '../../api/hooks/instances';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Status } from '../../components/Status';
import { FailureNote } from '../../components/StepLine';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';

/** The objects of an instance on its cluster, as they are right now. */
export function Resources({ instance: { id, name } }: { instance: Instance }) {
  const t = useTexts(instances);
  const { data: live, error, refetch } = useLive(id);
  if (error && !live) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!live) return <Skeleton height={240} />;
  const { objects } = live;
  if (!objects || objects.objects.length === 0) return <EmptyState title={t('noObjects')} hint={live.reason} />;
  return (
    <Stack>
      <Group gap="sm">
        <Status state={live.state} reason={live.reason} />
        {objects.phase && (
          <Text size="sm" c="dimmed">
            {t('phase', { phase: objects.phase })}
          </Text>
        )}
      </Group>
      {objects.conditions && (
        <Box>
          {objects.conditions.map((condition) => (
            <Said key={condition.type} condition={condition} />
          ))}
        </Box>
      )}
      <Tree objects={objects.objects} label={t('tree', { name })} />
      {objects.notOwned && objects.notOwned.length > 0 && (
        <section>
          <Title order={2} size="h6" mb={4}>
            {t('notOwned')}
          </Title>
          <Tree objects={objects.notOwned} label={t('notOwned')} />
        </section>
      )}
    </Stack>
  );
}

const about = { Assembled: 'assembled', Tested: 'tested' } as const;

/** What the deployer, or somebody else, says of the app in a condition of its Application. */
function Said({ condition: { type, status, reason, message } }: { condition: AppCondition }) {
  const t = useTexts(instances);
  const what = type in about ? t(about[type as keyof typeof about]) : `${type} ${status}`;
  return (
    <Text size="sm" c="dimmed">
      {what}: {[reason, message].filter(Boolean).join(': ')}
    </Text>
  );
}

function Tree({ objects, label }: { objects: ObjectStatus[]; label?: string }) {
  return (
    <Box component="ul" className="tree" aria-label={label}>
      {objects.map((object) => (
        <li key={`${object.kind}/${object.name}`}>
          <Node object={object} />
          {object.owns && object.owns.length > 0 && <Tree objects={object.owns} />}
        </li>
      ))}
    </Box>
  );
}

const words = { ready: 'ready', 'not ready': 'unready', 'being deleted': 'deleting' } as const;

function Node({ object: { kind, name, state, message, failure } }: { object: ObjectStatus }) {
  const t = useTexts(instances);
  return (
    <Box py={4}>
      <Group gap="xs" align="baseline">
        <Text span style={{ overflowWrap: 'anywhere' }}>
          <Text span c="dimmed">
            {kind}/
          </Text>
          {name}
        </Text>
        {state === 'there' ? (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t('there')}
          </Badge>
        ) : (
          <Status state={words[state as keyof typeof words] ?? state} />
        )}
        {message && !failure && (
          <Text size="sm" c="dimmed">
            {message}
          </Text>
        )}
      </Group>
      {failure && (
        <Box mt={4} p="sm" className="evidence">
          <FailureNote failure={failure} />
        </Box>
      )}
    </Box>
  );
}
