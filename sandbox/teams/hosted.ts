/** Pictures inside messages: who sends one refers to it by a temporary id, which the service replaces by an address. */
import type { FileStore } from './files.ts';

/** As a client sends it: `<img src="../hostedContents/1/$value">` in the text, and the bytes beside it. */
export interface NewHosted {
  readonly temporaryId: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Hosted {
  /** Base64, opaque for clients. */
  readonly id: string;
  /** Of its bytes. */
  readonly key: string;
}

interface Message {
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  readonly replyTo: string | null;
}

export const temporaryAddress = (temporaryId: string): string => `../hostedContents/${temporaryId}/$value`;

/** The address under which Graph gives the bytes out. */
export function hostedAddress({ id, team, channel, replyTo }: Message, hosted: string): string {
  const path = replyTo === null ? id : `${replyTo}/replies/${id}`;
  return `https://graph.microsoft.com/v1.0/teams/${team}/channels/${channel}/messages/${path}/hostedContents/${hosted}/$value`;
}

type Attachments = readonly Readonly<Record<string, unknown>>[];

/** Keeps the pictures and other contents, and puts their addresses into the text and into what goes along with it. */
export function hostAll(
  files: FileStore,
  message: Message & { readonly content: string; readonly attachments: Attachments },
  pictures: readonly NewHosted[],
): { readonly content: string; readonly attachments: Attachments; readonly hosted: readonly Hosted[] } {
  let { content, attachments } = message;
  const hosted = pictures.map(({ temporaryId, ...picture }) => {
    const { key } = files.keep({ ...picture, channel: message.channel });
    const id = Buffer.from(`id=${key},type=1,url=https://eu-api.asm.skype.com/v1/objects/${key}/views/imgo`).toString(
      'base64',
    );
    const settled = (text: string) => text.replaceAll(temporaryAddress(temporaryId), () => hostedAddress(message, id));
    content = settled(content);
    attachments = attachments.map((one) =>
      typeof one['content'] === 'string' ? { ...one, content: settled(one['content']) } : one,
    );
    return { id, key };
  });
  return { content, attachments, hosted };
}
