/** A clock, drawn, because not every machine has one among its letters. */
export function ClockIcon() {
  return (
    <svg className="pill-icon" viewBox="0 0 16 16" width="14" height="14">
      <path d="M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.6V8l2.4 1.6" />
    </svg>
  )
}

/** A clock that rang: the time is up. */
export function OverdueIcon() {
  return (
    <svg className="pill-icon" viewBox="0 0 16 16" width="14" height="14">
      <path d="M8 4a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 4M8 6.4v3.1M6 1.4h4M8 1.4V4M12.2 3.6l1.2 1.2" />
    </svg>
  )
}
