import type { Plugin } from 'esbuild';
import type { Figures } from './figures.mjs';
import type { Chapter } from './types.js';

export const STORY_LANGUAGES: string[];
export function storyFile(lang: string): string;
export function storyIn(lang: string, core: Figures, root?: string): Chapter[];
export function compile(source: string, core: Figures, file: string): Omit<Chapter, 'lang'>[];
export function together(own: Chapter[], english: Chapter[]): Chapter[];
export function storyPlugin(root: string, loadCore: () => Promise<Figures>): Plugin;
