;; Uses the language server as a person at the keys would, and writes down what came of it.  -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'json)

(defvar drive-found nil)

(defun drive-note (step value)
  (push (cons step value) drive-found))

(defun drive-await (what condition)
  (let ((end (+ (float-time) 60)))
    (while (not (funcall condition))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05))))

(defun drive-text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(defun drive-go (line column)
  (goto-char (point-min))
  (forward-line (1- line))
  (forward-char column))

(defun drive-errors ()
  (flymake-start)
  (cl-remove-if-not (lambda (found) (eq (flymake-diagnostic-type found) 'eglot-error)) (flymake-diagnostics)))

(defun drive-use ()
  ;; What the mode puts off until the first command is over, and there are no commands here.
  (run-hooks 'post-command-hook)
  (drive-await "the server" #'eglot-current-server)
  (drive-await "a diagnostic" #'drive-errors)
  (let ((first (car (drive-errors))))
    (goto-char (flymake-diagnostic-beg first))
    (drive-note 'diagnostic
                (format "%d:%d %s" (line-number-at-pos) (1+ (current-column)) (flymake-diagnostic-text first))))

  (drive-go 4 27)
  (drive-note 'completion (vconcat (all-completions "" (nth 2 (eglot-completion-at-point)))))

  (drive-go 5 1)
  (let (hover)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
    (drive-await "the hover" (lambda () hover))
    (drive-note 'hover (substring-no-properties hover)))

  (drive-go 4 29)
  (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
  (drive-note 'definition (vector (line-number-at-pos) (1+ (current-column))))

  (eglot-rename "ours")
  (drive-note 'renamed (drive-text))

  (drive-go 4 43)
  (setq last-nonmenu-event t)
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_ titles &rest _) (car (member "Change it to \"local\"" (mapcar #'car titles))))))
    (eglot-code-actions (point) (point) nil t))
  (drive-await "the code action" (lambda () (string-search "action \"local\"\n" (drive-text))))
  (drive-note 'mended (drive-text))

  (eglot-format-buffer)
  (drive-note 'formatted (drive-text)))

(setq eglot-sync-connect 60
      eglot-confirm-server-initiated-edits nil)
(find-file "smtpd.conf")
(condition-case problem
    (drive-use)
  (error (drive-note 'problem (error-message-string problem))))
(with-temp-file "found.json" (insert (json-encode drive-found)))
(kill-emacs)
