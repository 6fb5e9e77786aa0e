import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Instance } from '../../api/hooks/instances';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';

export type Doing = { what: 'information' | 'delete' } | { what: 'rollback'; to?: number };

interface Props {
  instance: Instance;
  /** Nothing is being done with it, so that something may be. */
  settled: boolean;
  onDo: (what: Doing) => void;
}

/** All that can be done with an instance. */
export function MoreMenu({ instance: { id, good, current }, settled, onDo }: Props) {
  const t = useTexts(instances);
  const navigate = useNavigate();
  const edit = () => void navigate({ to: '/instances/$instance/settings', params: { instance: id }, search: {} });
  const earlier = good > 0 && current > 1;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
          {t('more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onDo({ what: 'information' })}>{t('editInformation')}</Menu.Item>
        <Menu.Item disabled={!settled} onClick={edit}>
          {t('editSettings')}
        </Menu.Item>
        <Menu.Item disabled={!settled || !earlier} onClick={() => onDo({ what: 'rollback' })}>
          {t('rollBack')}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => onDo({ what: 'delete' })}>
          {t('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
