import "./window.css"
import type { ReactNode } from "react"
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components"
import { useSpeech } from "../language.tsx"

interface WindowProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog over the page: keeps the focus, closes with Esc, and gives the focus back. */
export function Window({ title, open, onClose, children }: WindowProps) {
  const { words } = useSpeech()
  return (
    <ModalOverlay className="window-veil" isOpen={open} onOpenChange={(wanted) => !wanted && onClose()} isDismissable>
      <Modal className="window">
        <Dialog className="window-inside">
          <div className="window-head">
            <Heading slot="title" className="window-title">
              {title}
            </Heading>
            <button type="button" className="button" onClick={onClose}>
              {words("console:close")}
            </button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
