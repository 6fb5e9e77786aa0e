import { expect, test } from 'vitest';
import { asReport, type Step } from '../api/report';
import { awaited, shownSteps } from './steps';

const step = (name: string, verdict: Step['verdict']): Step => ({ name, verdict, seconds: 1 });
const shown = (steps: Step[], going: boolean) =>
  shownSteps({ verdict: '', seconds: 0, steps }, going).map(({ name, verdict }) => `${name} ${verdict || 'runs'}`);

test('before the first step is done it is the running one', () => {
  expect(shownSteps(undefined, true).map(({ verdict }) => verdict)).toEqual(['', ...Array(5).fill('AWAITED')]);
});

test('the step after the last one that is done is the running one', () => {
  expect(shown([step('lint', 'PASSED'), step('package', 'PASSED')], true)).toEqual([
    'lint PASSED', 'package PASSED', 'provision runs', 'install AWAITED', 'test AWAITED', 'remove AWAITED',
  ]);
});

test('a step that says itself that it is not done is the running one', () => {
  expect(shown([step('lint', 'PASSED'), step('package', '')], true).slice(0, 3)).toEqual(['lint PASSED', 'package runs', 'provision AWAITED']);
});

test('of a run that is over only its own steps are shown', () => {
  expect(shown([step('lint', 'FAILED'), step('test', 'SKIPPED')], false)).toEqual(['lint FAILED', 'test SKIPPED']);
});

test('what is no report is none', () => {
  expect([asReport(undefined), asReport(null), asReport({})]).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['wait: StatefulSet/redis: 0 of 1 replicas are ready', 'StatefulSet/redis: 0 of 1 replicas are ready'],
  ["install: deployer's Pod: ContainerCreating", "deployer's Pod: ContainerCreating"],
  ['Pod/web: it runs', 'Pod/web: it runs'],
])('of %j only what is awaited is shown', (doing, want) => {
  expect(awaited(doing)).toBe(want);
});
