import { expect, test } from 'vitest';
import { clusterOf, type Report } from './report';

const on = (cluster: Report['cluster']) => clusterOf({ verdict: '', seconds: 0, cluster });

test('a cluster is called by what is known of it', () => {
  expect([on({ name: 'a', about: 'the cluster of tests' }), on({ name: 'a' })]).toEqual(['the cluster of tests', 'a']);
});

test('a cluster that is not known yet is called nothing', () => {
  expect([clusterOf(undefined), on(undefined), on({ name: '' })]).toEqual([undefined, undefined, undefined]);
});
