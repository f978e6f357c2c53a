/** “Mio is typing…”, with room kept for it, so that nothing jumps. */
export function TypingLine({ names }: { readonly names: readonly string[] }) {
  return (
    <p className="typing" aria-live="polite">
      {names.length > 0 && (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {names.join(', ')} {names.length === 1 ? 'is' : 'are'} typing…
        </>
      )}
    </p>
  );
}
