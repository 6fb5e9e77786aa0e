import { messages } from '../messages';

/** What the files are for that a chart should have. */
export const files = messages(
  {
    'README.md': 'Describes the app on its page',
    LICENSE: 'Says on what terms it may be used',
    'values.yaml': 'The defaults of the settings',
    'charts/': 'Charts that this one depends on',
    'templates/': 'What is installed',
    'templates/NOTES.txt': 'Said after an install',
  },
  {
    'README.md': '앱 페이지에 표시되는 설명',
    LICENSE: '사용 조건',
    'values.yaml': '설정의 기본값',
    'charts/': '이 차트가 의존하는 차트',
    'templates/': '설치되는 항목',
    'templates/NOTES.txt': '설치 후에 표시되는 안내',
  },
);
