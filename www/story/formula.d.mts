export function formula(tex: string, displayMode?: boolean): string;
export function dollars(markdown: object): void;
