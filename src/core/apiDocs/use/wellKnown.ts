/**
 * Libraries that every code model has read thousands of uses of. Documentation of common libraries does not help a model
 * and may hurt it (Chen et al., When LLMs Meet API Documentation, 2025): it is for what a model cannot know.
 */
import type { EcosystemName, PackageId } from "../apiPackage.ts";

/**
 * Names with the newest major version that is common; a newer one that is installed is not. Chosen by hand from the
 * registries' most loaded packages, where more code uses them than documents them.
 */
const common: Readonly<Partial<Record<EcosystemName, string>>> = {
  npm: `@angular/common@17 @angular/core@17 @angular/router@17 @aws-sdk/client-s3@3 @babel/core@7 @nestjs/common@10 @prisma/client@5
    @reduxjs/toolkit@2 @testing-library/react@14 @types/express@4 @types/jest@29 @types/lodash@4 @types/mocha@10 @types/node@24
    @types/react@18 @types/vscode@1 async@3 axios@1 bcrypt@5 body-parser@1 chai@4 chalk@5 chokidar@3 classnames@2 commander@11
    cors@2 cross-spawn@7 d3@7 date-fns@3 dayjs@1 debug@4 dotenv@16 electron@28 eslint@8 execa@8 express@4 fs-extra@11 glob@10
    graphql@16 helmet@7 immer@10 inquirer@9 jest@29 jquery@3 jsonwebtoken@9 koa@2 lodash@4 lodash-es@4 minimatch@9 minimist@1
    mocha@10 moment@2 mongodb@6 mongoose@8 mysql@2 mysql2@3 next@14 node-fetch@3 nodemailer@6 passport@0 pg@8 pino@8 prettier@3
    prop-types@15 puppeteer@21 qs@6 ramda@0 react@18 react-dom@18 react-redux@9 react-router@6 react-router-dom@6 redis@4 redux@5
    request@2 rimraf@5 rxjs@7 semver@7 sequelize@6 sinon@17 socket.io@4 supertest@6 three@0 tslib@2 typeorm@0 typescript@7
    underscore@1 uuid@9 vite@5 vitest@1 vue@3 vue-router@4 vuex@4 webpack@5 winston@3 ws@8 yargs@17 zod@3`,
  python: `aiohttp@3 asyncpg@0 attrs@23 beautifulsoup4@4 bokeh@3 boto3@1 botocore@1 celery@5 certifi@2024 cffi@1 click@8 cryptography@42
    cython@3 dask@2024 django@5 djangorestframework@3 fastapi@0 flask@3 gevent@24 gunicorn@21 h5py@3 httpx@0 ipython@8 jinja2@3
    keras@2 lxml@5 markdown@3 matplotlib@3 mock@5 networkx@3 nltk@3 numpy@1 opencv-python@4 openpyxl@3 pandas@2 paramiko@3
    peewee@3 pillow@10 plotly@5 psutil@5 psycopg2@2 py@1 pydantic@1 pygame@2 pymongo@4 pymysql@1 pyspark@3 pytest@8
    python-dateutil@2 pytz@2024 pyyaml@6 redis@5 requests@2 scikit-learn@1 scipy@1 scrapy@2 seaborn@0 selenium@4 setuptools@69
    simplejson@3 six@1 sqlalchemy@1 starlette@0 sympy@1 tensorflow@2 toml@0 torch@2 torchvision@0 tornado@6 tqdm@4 transformers@4
    twisted@23 typing-extensions@4 urllib3@2 uvicorn@0 werkzeug@3 xarray@2024`,
};

const majors = new Map(
  Object.entries(common).flatMap(([ecosystem, list]) =>
    list.split(/\s+/).map((one) => {
      const at = one.lastIndexOf("@");
      return [`${ecosystem}:${one.slice(0, at)}`, Number(one.slice(at + 1))] as const;
    }),
  ),
);

/** `Foo_bar.baz` is `foo-bar-baz` (PEP 503). */
const plainName = ({ ecosystem, name }: PackageId): string =>
  ecosystem === "python" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;

/** Whether a package is common in the version that is installed. A version that nothing tells counts as common. */
export function isWellKnown(id: PackageId): boolean {
  const known = majors.get(`${id.ecosystem}:${plainName(id)}`);
  if (known === undefined) return false;
  const major = Number.parseInt(id.version, 10);
  return Number.isNaN(major) || major <= known;
}
