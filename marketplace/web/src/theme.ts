import { createTheme, Menu, type CSSVariablesResolver } from '@mantine/core';

// The system's own fonts, Korean ones too: nothing is fetched, and text is there at once.
const sans =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif';

export const theme = createTheme({
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: sans, fontWeight: '650' },
  primaryColor: 'cyan',
  // Dark enough for white text on it (WCAG AA), in both colour schemes.
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Focus goes to the first entry: an empty place before it is none that a menu may have.
  components: { Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }) },
});

/** Dimmed text and messages that can be read (WCAG AA) on the page and on tinted cards. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-primary-color-filled-hover': `color-mix(in srgb, ${colors.cyan?.[9]} 85%, black)`,
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    '--mantine-primary-color-filled-hover': `color-mix(in srgb, ${colors.cyan?.[9]} 85%, black)`,
  },
});
