export const CORE: string;
export const SCRIPT: string;
