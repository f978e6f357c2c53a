/** Says where a conversation would be why it can't be shown. */
export const Failure = ({ words, onRetry }: { readonly words: string; readonly onRetry: () => void }) => (
  <p className="empty" role="alert">
    {words}{' '}
    <button type="button" className="more" onClick={onRetry}>
      Try again
    </button>
  </p>
);
