/** Names of standard libraries that programs import most, by module: what is missing when nothing of the repository tells. */
import { readNameTable } from "../../verify/data/nameTable.ts";

/** Python's, from its documentation: those that are imported by name more often than with their module. */
const python = `
abc: ABC ABCMeta abstractmethod
argparse: ArgumentParser Namespace
asyncio: gather sleep wait_for
bisect: bisect_left bisect_right insort
collections: ChainMap Counter OrderedDict defaultdict deque namedtuple
collections.abc: AsyncIterator Awaitable Callable Collection Hashable ItemsView Iterable Iterator KeysView Mapping MutableMapping
  MutableSequence MutableSet Sequence Set Sized ValuesView
concurrent.futures: Future ProcessPoolExecutor ThreadPoolExecutor as_completed
contextlib: AbstractContextManager ExitStack asynccontextmanager closing contextmanager nullcontext redirect_stdout suppress
copy: copy deepcopy
dataclasses: asdict astuple dataclass field fields replace
datetime: date datetime time timedelta timezone tzinfo
decimal: Decimal InvalidOperation ROUND_HALF_UP
enum: Enum Flag IntEnum IntFlag StrEnum auto unique
fractions: Fraction
functools: cache cached_property cmp_to_key lru_cache partial partialmethod reduce singledispatch total_ordering update_wrapper wraps
hashlib: md5 sha1 sha256 sha512
heapq: heapify heappop heappush heapreplace nlargest nsmallest
html: escape unescape
http: HTTPStatus
inspect: Parameter Signature isclass iscoroutinefunction isfunction signature
io: BytesIO StringIO TextIOWrapper
itertools: accumulate chain combinations compress count cycle dropwhile groupby islice permutations product repeat starmap
  takewhile tee zip_longest
json: JSONDecodeError dumps loads
logging: getLogger
math: ceil floor inf isclose isnan log pi sqrt
operator: attrgetter itemgetter methodcaller
os.path: basename dirname exists isdir isfile join splitext
pathlib: Path PurePath PurePosixPath
queue: Empty Queue
random: choice randint shuffle
shutil: copyfile copytree rmtree which
string: Formatter Template ascii_letters ascii_lowercase digits
subprocess: CalledProcessError PIPE Popen check_call check_output
tempfile: NamedTemporaryFile TemporaryDirectory mkdtemp mkstemp
textwrap: dedent indent
threading: Event Lock RLock Thread local
time: monotonic perf_counter sleep
types: FunctionType MappingProxyType MethodType ModuleType SimpleNamespace TracebackType
typing: Annotated Any AnyStr BinaryIO ClassVar Dict Final Generator Generic List Literal NamedTuple NoReturn Optional Protocol
  Self TYPE_CHECKING TextIO Tuple Type TypeAlias TypeVar TypedDict Union cast overload
unittest: TestCase
unittest.mock: MagicMock Mock patch
urllib.parse: parse_qs quote unquote urlencode urljoin urlparse urlsplit urlunsplit
urllib.request: Request urlopen
uuid: UUID uuid4
weakref: WeakKeyDictionary WeakSet WeakValueDictionary ref
`;

/** Of Node, whose names are mostly taken from the module by name. */
const node = `
node:assert/strict: deepEqual rejects throws
node:buffer: Buffer
node:child_process: execFile execFileSync fork spawn spawnSync
node:crypto: createHash createHmac randomBytes randomUUID
node:events: EventEmitter once
node:fs: createReadStream createWriteStream existsSync mkdirSync mkdtempSync readFileSync readdirSync rmSync statSync writeFileSync
node:fs/promises: mkdir mkdtemp readFile readdir rm stat unlink writeFile
node:http: createServer
node:os: cpus homedir platform tmpdir
node:path: basename dirname extname join normalize relative resolve sep
node:process: env
node:readline: createInterface
node:stream: PassThrough Readable Transform Writable
node:test: after afterEach before beforeEach describe it test
node:timers/promises: setTimeout
node:url: fileURLToPath pathToFileURL
node:util: inspect parseArgs promisify
node:worker_threads: Worker parentPort workerData
`;

const tables = { python, ecma: node } as const;

/** Modules that have the name, as they are written in an import. */
export function standardModules(language: keyof typeof tables, name: string): readonly string[] {
  const table = readNameTable(tables[language].replace(/\bnode:/g, "node/"));
  return [...table]
    .filter(([, names]) => names.has(name))
    .map(([module]) => module.replace(/^node\//, "node:"));
}
