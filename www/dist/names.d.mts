export const CORE: string;
export const PAGE: string;
export const STYLES: string;
