/** Names that are in every Python file, by Python 3.11's own `dir`. */
import { readNames, readNameTable } from "./nameTable.ts";

/** Built-in functions and classes, and what every module has. */
export const pythonGlobals: ReadonlySet<string> = readNames(`
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception
ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError
ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented
NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError _ __all__ __annotations__
__build_class__ __builtins__ __class__ __debug__ __dict__ __doc__ __file__ __import__ __loader__ __module__
__name__ __package__ __path__ __qualname__ __spec__ __version__ abs aiter all anext any ascii bin bool
breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod
enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int
isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print
property quit range repr reveal_type reversed round set setattr slice sorted staticmethod str sum super tuple
type vars zip
`);

/** Members of built-in classes, those with two underscores around them left out. */
export const pythonTypes: ReadonlyMap<string, ReadonlySet<string>> = readNameTable(`
str: capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha
  isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust
  lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
  rstrip split splitlines startswith strip swapcase title translate upper zfill
int bool: as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes
float: as_integer_ratio conjugate fromhex hex imag is_integer real
complex: conjugate imag real
bytes: capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii
  isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix
  removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase
  title translate upper zfill
bytearray: append capitalize center clear copy count decode endswith expandtabs extend find fromhex hex index
  insert isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans
  partition pop remove removeprefix removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip
  split splitlines startswith strip swapcase title translate upper zfill
list: append clear copy count extend index insert pop remove reverse sort
dict: clear copy fromkeys get items keys pop popitem setdefault update values
set: add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset
  issuperset pop remove symmetric_difference symmetric_difference_update union update
frozenset: copy difference intersection isdisjoint issubset issuperset symmetric_difference union
tuple: count index
range: count index start step stop
slice: indices start step stop
memoryview: c_contiguous cast contiguous f_contiguous format hex itemsize nbytes ndim obj readonly release
  shape strides suboffsets tobytes tolist toreadonly
property: deleter fdel fget fset getter setter
type: mro
object:
BaseException Exception GeneratorExit KeyboardInterrupt ArithmeticError AssertionError BufferError EOFError
  LookupError MemoryError ReferenceError RuntimeError StopAsyncIteration SystemError TypeError ValueError
  Warning FloatingPointError OverflowError ZeroDivisionError BytesWarning DeprecationWarning EncodingWarning
  FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning
  UnicodeWarning UserWarning IndexError KeyError NotImplementedError RecursionError UnicodeError: add_note
  args with_traceback
BaseExceptionGroup ExceptionGroup: add_note args derive exceptions message split subgroup with_traceback
SystemExit: add_note args code with_traceback
AttributeError: add_note args name obj with_traceback
ImportError ModuleNotFoundError: add_note args msg name path with_traceback
NameError UnboundLocalError: add_note args name with_traceback
OSError BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError
  IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError BrokenPipeError
  ConnectionAbortedError ConnectionRefusedError ConnectionResetError EnvironmentError IOError: add_note args
  characters_written errno filename filename2 strerror with_traceback
StopIteration: add_note args value with_traceback
SyntaxError IndentationError TabError: add_note args end_lineno end_offset filename lineno msg offset
  print_file_and_line text with_traceback
UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError: add_note args encoding end object reason start
  with_traceback
`);

/** Names with two underscores around them that mean something to the language or its usual libraries. */
export const pythonSpecialNames: ReadonlySet<string> = readNames(`
__abs__ __abstractmethods__ __add__ __aenter__ __aexit__ __aiter__ __all__ __alloc__ __and__ __anext__
__annotate__ __annotations__ __args__ __array__ __array_interface__ __array_priority__ __array_ufunc__
__attrs_attrs__ __author__ __await__ __base__ __bases__ __basicsize__ __bool__ __buffer__ __builtins__
__bytes__ __cached__ __call__ __cause__ __ceil__ __class__ __class_getitem__ __clause_element__ __closure__
__cmp__ __code__ __complex__ __contains__ __context__ __copy__ __dataclass_fields__ __deepcopy__ __defaults__
__del__ __delattr__ __delete__ __delitem__ __dict__ __dictoffset__ __dir__ __divmod__ __doc__ __enter__ __eq__
__exit__ __fields__ __file__ __flags__ __float__ __floor__ __floordiv__ __format__ __fspath__ __func__
__future__ __ge__ __get__ __getattr__ __getattribute__ __getformat__ __getitem__ __getnewargs__
__getnewargs_ex__ __getslice__ __getstate__ __globals__ __gt__ __hash__ __html__ __iadd__ __iand__ __imatmul__
__imul__ __index__ __init__ __init_subclass__ __instancecheck__ __int__ __invert__ __ior__
__isabstractmethod__ __isub__ __itemsize__ __iter__ __ixor__ __kwdefaults__ __le__ __len__ __length_hint__
__loader__ __lshift__ __lt__ __main__ __mapper__ __match_args__ __matmul__ __members__ __metaclass__
__missing__ __mod__ __module__ __mro__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __nonzero__ __notes__
__objclass__ __or__ __orig_bases__ __origin__ __package__ __parameters__ __path__ __pos__ __post_init__
__pow__ __prepare__ __pydantic_fields__ __qualname__ __radd__ __rand__ __rdivmod__ __reduce__ __reduce_ex__
__release_buffer__ __repr__ __repr_args__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__
__ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __self_class__
__set__ __set_name__ __setattr__ __setitem__ __setstate__ __signature__ __sizeof__ __slots__ __spec__ __str__
__sub__ __subclasscheck__ __subclasses__ __subclasshook__ __suppress_context__ __table__ __tablename__
__test__ __text_signature__ __thisclass__ __traceback__ __tracebackhide__ __truediv__ __trunc__
__type_params__ __unicode__ __unittest_skip__ __version__ __weakref__ __weakrefoffset__ __wrapped__
__wsgi_app__ __xor__
`);
