export interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Response {
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown): Response => ({ status: 200, body });
export const created = (body: unknown): Response => ({ status: 201, body });
export const badRequest = (message: string): Response => ({ status: 400, body: { message } });
export const notFound = (message: string): Response => ({ status: 404, body: { message } });
export const conflict = (message: string): Response => ({ status: 409, body: { message } });
