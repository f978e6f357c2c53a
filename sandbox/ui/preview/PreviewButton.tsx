/** Opens the preview of what stands in a field, and closes it. */
import { Icon } from '../icons.tsx';

export interface PreviewButtonProps {
  readonly panel: string;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

export const PreviewButton = ({ panel, isOpen, onPress }: PreviewButtonProps) => (
  <button
    type="button"
    className="preview-button"
    aria-expanded={isOpen}
    aria-controls={isOpen ? panel : undefined}
    aria-label="Preview"
    title={isOpen ? 'Close the preview (Esc)' : 'Preview: how it will look on the other platforms'}
    onClick={onPress}
  >
    <Icon name="eye" />
  </button>
);
