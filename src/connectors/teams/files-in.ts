/**
 * What of a message is a file: references to SharePoint, and pictures that Graph holds for the message itself. A file is
 * named by what the message calls it, so that opening it begins with looking whether the message still has it.
 * "chatMessageAttachment resource type", "chatMessageHostedContent resource type"
 */
import type { SourceFile } from '../../core/model.ts';
import type { Attachment } from './attachments.ts';

/** Ids of attachments are GUIDs, so none begins like this. */
const hostedPrefix = 'hosted/';
/** Base64, some of it escaped. */
const hostedAddress =
  /^https:\/\/graph\.microsoft\.com\/(?:v1\.0|beta)\/[^?#]*\/hostedContents\/((?:[A-Za-z0-9+=_-]|%2B|%2F|%3D){1,1024})\/\$value$/i;
const namesPicture = /^[^/\\]+\.(?:png|jpe?g|gif|webp|bmp)$/i;

/** Undefined for an attachment that is no file. */
export function referencedFile({ id, contentType, contentUrl, name }: Attachment): SourceFile | undefined {
  return contentType === 'reference' && id && contentUrl ? { id, name: name || 'file' } : undefined;
}

/** A picture in the text, named by its description, which would else be lost; undefined where Graph does not hold it for this message. Its type is told when it is opened. */
export function hostedPicture(address: string, description: string): SourceFile | undefined {
  const id = hostedAddress.exec(address)?.[1];
  if (id === undefined) return undefined;
  const words = description.trim();
  const name = namesPicture.test(words) ? words : words.replaceAll(/[./\\\s]+/g, ' ').trim();
  return { id: hostedPrefix + id, name: name || 'image', inline: true };
}

/** The id below `hostedContents`, as it stands in a path; undefined for a referenced file. */
export const hostedId = ({ id }: SourceFile): string | undefined =>
  id.startsWith(hostedPrefix) ? id.slice(hostedPrefix.length) : undefined;
