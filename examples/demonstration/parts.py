"""Each app's part of the demonstration, in the order of setting up; an app's part imports what the app may import.

A part names the command that loads what it rests on (`LOADED_BY`), and says whether that has run (`is_loaded`), what to
set up (`set_up`), and what a newcomer may try with it (`what_to_try`).
"""

from examples.demonstration import applications, enforcement, responsibilities, staffing

PARTS = (responsibilities, enforcement, applications, staffing)
