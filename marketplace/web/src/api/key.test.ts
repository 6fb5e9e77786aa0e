import { expect, test } from 'vitest';
import { keeper } from './key';

test('the same request keeps its key, another one has its own', () => {
  const key = keeper();
  const first = key({ name: 'redis', values: { replicas: 1 } });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(key({ name: 'redis', values: { replicas: 1 } })).toBe(first);
  expect(key({ name: 'redis', values: { replicas: 2 } })).not.toBe(first);
});

test('another file is another request', () => {
  const key = keeper();
  const first = key({ package: new File(['a'], 'redis-11.3.4.tgz', { lastModified: 1 }) });
  expect(key({ package: new File(['b'], 'redis-12.0.0.tgz', { lastModified: 1 }) })).not.toBe(first);
});
