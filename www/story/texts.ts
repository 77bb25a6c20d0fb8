import type { Code } from '../i18n/index.js';
import type { Chapter } from './types.js';

/** Each is a file of its own, loaded when it is wanted. */
const texts: Record<Code, () => Promise<{ default: Chapter[] }>> = {
  en: () => import('story:en'),
  zh: () => import('story:zh'),
};

export const storyIn = async (code: Code): Promise<Chapter[]> => (await texts[code]()).default;
